#pragma once
#include "core/errors/bad_input.hpp"
#include "core/specification/specification.hpp"
#include "planet/body.hpp"

namespace vespa::planet {

/// A model tied to one body's frame. \throws BadInput for another.
inline void require_body(SpecificationReader const& reader, Body const& body, char const* name) {
    if (body.name != name)
        throw BadInput("the model does not belong to the body \"" + body.name + "\"", reader.where(), name);
}

}  // namespace vespa::planet
