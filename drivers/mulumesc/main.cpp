#include "drivers/mulumesc/run.hpp"
#include "shell/program.hpp"

int main(int argc, char** argv) {
    return vespa::shell::run_program(argc, argv, std::make_unique<vespa::mulumesc_driver::Mulumesc>());
}
