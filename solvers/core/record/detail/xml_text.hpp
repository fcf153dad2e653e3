#pragma once
#include <string>
#include <string_view>

namespace vespa::record::detail {

/// A text as it may stand in an XML element or between double quotes: markup, quotes and line breaks as
/// references, and a question mark for each byte that XML 1.0 cannot hold (control characters) or that is
/// no UTF-8.
std::string xml_text(std::string_view text);

}  // namespace vespa::record::detail
