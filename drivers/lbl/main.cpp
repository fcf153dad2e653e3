#include "drivers/lbl/absorption_command.hpp"
#include "drivers/lbl/convert_command.hpp"
#include "drivers/lbl/spectrum_command.hpp"
#include "drivers/lbl/table_command.hpp"
#include "shell/commands.hpp"

namespace {

template <class Program>
vespa::shell::Command command(char const* word) {
    return {word, [] { return std::make_unique<Program>(); }};
}

}  // namespace

int main(int argc, char** argv) {
    using namespace vespa::lbl_driver;
    return vespa::shell::run_commands(
        argc, argv,
        {.name = "lbl",
         .summary = "line-by-line absorption and spectra of atmospheres",
         .commands = {command<ConvertCommand>("convert"), command<AbsorptionCommand>("absorption"),
                      command<SpectrumCommand>("spectrum"), command<TableCommand>("table")}});
}
