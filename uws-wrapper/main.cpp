// vespa-uwsd: the codes of the suite as UWS jobs.
#include <filesystem>
#include <iostream>

#include "daemon/daemon.hpp"
#include "vespa/version.hpp"

int main(int argc, char** argv) {
    using namespace vespa::uws;
    try {
        auto const program = std::filesystem::read_symlink("/proc/self/exe");
        auto const options = parse_options({argv + 1, argv + argc}, program.parent_path());
        if (options.help)
            std::cout << help_text();
        else if (options.version)
            std::cout << "vespa-uwsd " << vespa::version << " (" << vespa::revision << ")\n";
        else if (options.make_token)
            make_token();
        else if (options.check)
            check(options);
        else
            serve(options);
        return 0;
    } catch (UsageError const& error) {
        std::cerr << "vespa-uwsd: " << error.what() << "\n";
        return 64;
    } catch (std::exception const& error) {
        std::cerr << "vespa-uwsd: " << error.what() << "\n";
        return 1;
    }
}
