#include "operation/routes.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

namespace vespa::uws {
namespace {

struct Child {
    std::string_view name, route;
};

/// What stands below a job; every other name is "other".
constexpr std::array<Child, 16> children = {{
    {"phase", "/rest/{code}/{job}/phase"},
    {"executionduration", "/rest/{code}/{job}/executionduration"},
    {"destruction", "/rest/{code}/{job}/destruction"},
    {"quote", "/rest/{code}/{job}/quote"},
    {"owner", "/rest/{code}/{job}/owner"},
    {"error", "/rest/{code}/{job}/error"},
    {"parameters", "/rest/{code}/{job}/parameters"},
    {"results", "/rest/{code}/{job}/results"},
    {"stdout", "/rest/{code}/{job}/stdout"},
    {"stderr", "/rest/{code}/{job}/stderr"},
    {"events", "/rest/{code}/{job}/events"},
    {"provjson", "/rest/{code}/{job}/prov"},
    {"provxml", "/rest/{code}/{job}/prov"},
    {"provn", "/rest/{code}/{job}/prov"},
    {"provsvg", "/rest/{code}/{job}/prov"},
    {"rocrate", "/rest/{code}/{job}/prov"},
}};

constexpr std::array<Child, 12> of_the_root = {{
    {"availability", "/availability"},
    {"capabilities", "/capabilities"},
    {"health", "/health"},
    {"metrics", "/metrics"},
    {"static", "/static"},
    {"jdl", "/jdl"},
    {"store", "/store"},
    {"provsap", "/provsap"},
    {"account", "/account"},
    {"sign-in", "/sign-in"},
    {"sign-out", "/sign-out"},
    {"accounting", "/accounting"},
}};

template <std::size_t count>
std::string_view find(std::array<Child, count> const& table, std::string_view name) {
    auto const found =
        std::find_if(table.begin(), table.end(), [&](Child const& child) { return child.name == name; });
    return found == table.end() ? "other" : found->route;
}

/// Takes the next segment off the front of a path.
std::string_view take(std::string_view& path) {
    while (!path.empty() && path.front() == '/')
        path.remove_prefix(1);
    std::string_view const segment = path.substr(0, path.find('/'));
    path.remove_prefix(segment.size());
    return segment;
}

}  // namespace

std::string_view route_of(std::string_view target) {
    std::string_view path = target.substr(0, target.find('?'));
    std::string_view const first = take(path), second = take(path), third = take(path);
    if (first.empty()) return target.empty() ? "other" : "/";
    bool const list = first == "rest" || second == "async";
    if (!list) {
        if (second == "sync") return "/{code}/sync";
        if (second == "availability" || second == "capabilities" || second == "tables" ||
            second == "examples")
            return "/{code}/vosi";
        return find(of_the_root, first);
    }
    if (second.empty()) return "/rest";
    if (third.empty()) return "/rest/{code}";
    std::string_view const child = take(path);
    return child.empty() ? "/rest/{code}/{job}" : find(children, child);
}

}  // namespace vespa::uws
