#include "proto/failure.hpp"
