#pragma once
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "rest/resources.hpp"

namespace vespa::uws {

/// Who may use a resource. The router sees to it before the resource is served.
enum class Rule {
    open,       ///< everybody
    visitor,    ///< everybody; guests only where the server takes any
    user,       ///< who has said who it is
    operators,  ///< operators and administrators
    monitors,   ///< the same, and whoever asks from this machine itself
    code,       ///< visitors who are in a group that may use the code
    job,        ///< the same, if the job is theirs or anybody's (may_use)
    entity      ///< the same for the job that the request's ID names: it is led on to that job's resource
};

/// A resource: where, who, what answers. A path that no route has does not exist.
struct Route {
    using Serve = std::function<void(CallPtr const&, Place const&, std::string const& name)>;
    /// Segments in braces stand for what is there: {list} for the two names of a job list (rest/CODE and
    /// CODE/async), {code} for a code, {job} for the id of one of its jobs, {name} for any text, which is
    /// handed on.
    std::string_view pattern;
    Rule rule;
    Serve serve;
};

/// All that this server has. Whoever adds one says who may use it in tests/uws-wrapper/rest/routes_test.cpp.
std::vector<Route> const& routes();

/// Finds the resource of the call, checks that the sender may use it, and serves it. Throws Refusal 404, 401
/// and 403.
void route(CallPtr const& call);

/// Whether the sender is in a group that may use the code.
bool may_use_code(Call const& call, std::string const& code);

/// The name of the code that a path leads to, empty if it leads to none.
std::string code_in(std::vector<std::string> const& path);

/// Proxies may leave the path of the public URL on a request.
void drop_public_path(std::vector<std::string>& path, std::string const& public_path);

}  // namespace vespa::uws
