#pragma once
#include <hdf5.h>

#include <string>

#include "core/record/element_type.hpp"

namespace vespa::record::detail {

/// Keeps HDF5 from printing its error stack while it lives.
class Silence {
  public:
    Silence();
    ~Silence();
    Silence(Silence const&) = delete;
    Silence& operator=(Silence const&) = delete;

  private:
    H5E_auto2_t function_ = nullptr;
    void* data_ = nullptr;
};

/// Passes a non-negative return code or identifier on. \throws std::runtime_error "cannot <what>: <HDF5's
/// reason>"
template <class Code>
Code require(Code code, char const* what);

/// An identifier of something that belongs to this rank alone (a dataspace, type or property list), closed
/// with it.
class LocalId {
  public:
    using Close = herr_t (*)(hid_t);

    LocalId(hid_t id, Close close, char const* what) : id_(require(id, what)), close_(close) {}
    ~LocalId() { close_(id_); }
    LocalId(LocalId const&) = delete;
    LocalId& operator=(LocalId const&) = delete;

    operator hid_t() const { return id_; }

  private:
    hid_t id_;
    Close close_;
};

/// The type of elements in memory, and in a file (little-endian).
hid_t memory_type(ElementType type);
hid_t file_type(ElementType type);

/// What a numeric HDF5 type is here. \throws BadInput with where for anything else
ElementType element_type_of_hdf5(hid_t type, std::string const& where);

}  // namespace vespa::record::detail
