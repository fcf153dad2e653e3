#pragma once
#include <sstream>
#include <string>

#include "core/errors/bad_input.hpp"

/// What a reader says of a text; "none" where it takes it.
template <class Reader>
std::string complaint(Reader const& reader, std::string const& text) {
    std::istringstream stream(text);
    try {
        reader(stream, "table");
    } catch (vespa::BadInput const& error) {
        return error.what();
    }
    return "none";
}

#define EXPECT_COMPLAINT(reader, text, part) \
    EXPECT_NE(complaint(reader, text).find(part), std::string::npos) << complaint(reader, text)
