#pragma once
#include "codes/description.hpp"

namespace vespa::uws {

/// A code with a parameter of every kind.
inline Description example_code() {
    Description code;
    code.name = "example";
    code.program = "vespa-example";
    code.launch.runnable = true;
    auto const add = [&](char const* name, Datatype datatype) -> Parameter& {
        Parameter parameter;
        parameter.name = name;
        parameter.option = std::string("--") + name;
        parameter.datatype = datatype;
        return code.parameters.emplace_back(parameter);
    };
    auto& count = add("count", Datatype::integer);
    count.min = "1";
    count.max = "9";
    add("text", Datatype::string);
    add("flag", Datatype::boolean);
    add("table", Datatype::file);
    add("several", Datatype::real).multiple = true;
    auto& needed = add("needed", Datatype::string);
    needed.required = true;
    needed.options = {"one", "two"};
    code.results = {{"out", "out.txt", "text/plain", "", true},
                    {"extra", "extra.bin", "application/octet-stream", "", false}};
    return code;
}

}  // namespace vespa::uws
