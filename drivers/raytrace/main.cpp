#include "drivers/raytrace/run.hpp"
#include "shell/program.hpp"

int main(int argc, char** argv) {
    vespa::raytrace_driver::RayTrace program;
    return vespa::shell::run_program(argc, argv, program);
}
