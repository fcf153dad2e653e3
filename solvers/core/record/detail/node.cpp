#include "core/record/detail/node.hpp"

namespace vespa::record::detail {

Node::~Node() {
    // A closed file has closed its objects.
    if (!session->is_open() || Session::must_not_communicate(exceptions_at_birth)) return;
    Silence const silence;
    H5Oclose(id);
}

}  // namespace vespa::record::detail
