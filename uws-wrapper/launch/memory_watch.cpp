#include "launch/memory_watch.hpp"

#include <unistd.h>

#include <fstream>
#include <string>

#include "launch/process_tree.hpp"

namespace vespa::uws {

std::uint64_t private_memory_below(pid_t ancestor) {
    static auto const page = static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
    std::uint64_t pages = 0;
    for (auto const& process : descendants_of(ancestor)) {
        std::ifstream file("/proc/" + std::to_string(process.pid) + "/statm");
        std::uint64_t size = 0, resident = 0, shared = 0;
        if (file >> size >> resident >> shared && resident > shared) pages += resident - shared;
    }
    return pages * page;
}

}  // namespace vespa::uws
