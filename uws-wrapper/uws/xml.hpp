#pragma once
#include <string>
#include <string_view>

namespace vespa::uws {

/// Appends the text with & < > " and CR (which a reader would turn into LF) escaped, TAB and LF too if it is
/// to be an attribute's value.
enum class XmlPlace { content, attribute };
void append_xml(std::string& out, std::string_view text, XmlPlace place);

/// Whether XML 1.0 can hold the text at all: well-formed UTF-8 without U+0000-8, B, C, E-1F, FFFE, FFFF.
bool is_xml_text(std::string_view text);

/// The bytes as text that XML can hold: each that it cannot becomes U+FFFD. For what programs print.
std::string to_xml_text(std::string_view bytes);

}  // namespace vespa::uws
