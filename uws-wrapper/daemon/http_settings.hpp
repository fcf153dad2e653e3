#pragma once
#include <string>

#include "http/limits.hpp"
#include "settings/settings.hpp"

namespace vespa::uws {

/// What the [http] of the configuration file says.
struct HttpSettings {
    http::Limits limits;
    std::string accel;  ///< see Operation::accel
};

/// Throws BadSetting.
HttpSettings read_http_settings(Settings const& settings);

}  // namespace vespa::uws
