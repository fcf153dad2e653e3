#include "drivers/raytrace/run.hpp"
#include "shell/program.hpp"

int main(int argc, char** argv) {
    return vespa::shell::run_program(argc, argv, std::make_unique<vespa::raytrace_driver::RayTrace>());
}
