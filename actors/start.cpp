#include "actors/start.hpp"
