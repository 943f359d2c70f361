#pragma once
// The one header that knows which CAF this is.
