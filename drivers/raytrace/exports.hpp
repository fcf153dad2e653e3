#pragma once
#include "drivers/raytrace/settings.hpp"
#include "shell/program.hpp"

namespace vespa::raytrace_driver {

/// Checks that the files which --votable and --vtk ask for can stand beside the result. \throws AgreedError,
/// a bad input \collective
void check_exports(Settings const& settings, shell::Run const& run);

/// Writes them from the finished result, by the first rank, a block of rows at a time: they cannot differ
/// from it, and what a stopped or failed run left out `vespa-export` can make later. \collective
void write_exports(Settings const& settings, shell::Run& run);

}  // namespace vespa::raytrace_driver
