#pragma once
#include <optional>
#include <string_view>

namespace vespa::uws {

/// A file of the pages, compiled into the program.
struct Asset {
    std::string_view content_type, tag, text;  ///< tag changes with the text
};

/// "style.css", "live.js" or "icon.svg".
std::optional<Asset> find_asset(std::string_view name);

}  // namespace vespa::uws
