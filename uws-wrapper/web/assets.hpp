#pragma once
#include <string_view>

namespace vespa::uws {

/// A file of the pages, compiled into the program.
struct Asset {
    std::string_view name, content_type;
    std::string_view tag;            ///< changes with the content
    std::string_view text, gzipped;  ///< the same content, plain and as gzip packs it
};

/// "style.css", "page.js", "icon.svg", ...; nullptr for a name that is none of them.
Asset const* find_asset(std::string_view name);

/// Whether this program was built with what the pages draw results with (scripts/install-npm).
bool can_plot();

}  // namespace vespa::uws
