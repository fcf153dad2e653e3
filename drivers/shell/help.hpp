#pragma once
#include <string>

#include "shell/about.hpp"
#include "shell/options.hpp"

namespace vespa::shell {

/// "vespa-raytrace 0.1.0 (revision 1a2b3c4d5e6f)\n"
std::string version_text(About const& about);

/// The page of --help: what the program does, how it is called, and by groups each option with unit, range,
/// words, default and prose. \param width columns of the page
std::string help_text(About const& about, Options const& options, std::size_t width);

/// Columns of the terminal that standard output is, at most 110; 100 where it is none.
std::size_t page_width();

}  // namespace vespa::shell
