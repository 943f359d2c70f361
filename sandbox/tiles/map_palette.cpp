#include "sandbox/tiles/map_palette.hpp"

namespace sandbox {

const map_palette& palette_of(tile_look look) {
  static const map_palette day{rgb(0xb5d3e7), rgb(0xbedaeb), rgb(0xcbe2ef), rgb(0x6d93ad), rgb(0x7ba7c4), rgb(0x8d7b9c),
    rgb(0xa79bb0), rgb(0xbbb1a2), rgb(0x4a3f55), rgb(0x6b5f78), rgb(0x77705f), rgb(0x7d929f), rgb(0xfdfbf6),
    {rgb(0xf6efdd), rgb(0xf3e6d8), rgb(0xe9efda), rgb(0xf5ead0), rgb(0xefe6ea), rgb(0xe6ecdf), rgb(0xf7e8df)}};
  static const map_palette night{rgb(0x0f1a26), rgb(0x122130), rgb(0x17293a), rgb(0x35526b), rgb(0x2f4a60),
    rgb(0x8a7fa8), rgb(0x635c7a), rgb(0x47505a), rgb(0xe6e1f2), rgb(0xb9b2cf), rgb(0x93a0ab), rgb(0x6d8799),
    rgb(0x141b23),
    {rgb(0x26303a), rgb(0x2a313d), rgb(0x253235), rgb(0x2d333a), rgb(0x2b2f3e), rgb(0x273439), rgb(0x2f3139)}};
  return look == tile_look::night ? night : day;
}

} // namespace sandbox
