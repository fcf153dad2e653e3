#include "lbl/continuum/netcdf_classic.hpp"

#include <bit>
#include <utility>

#include "core/errors/bad_input.hpp"

namespace vespa::lbl {
namespace {

constexpr std::uint32_t dimension_tag = 10, variable_tag = 11, attribute_tag = 12;
constexpr std::uint32_t float_type = 5, double_type = 6;

std::uint64_t big_endian(std::string_view bytes) {
    std::uint64_t value = 0;
    for (char const c : bytes)
        value = value << 8 | static_cast<unsigned char>(c);
    return value;
}

/// Bytes of a number of each type: byte, char, short, int, float, double.
std::uint64_t bytes_of(std::uint32_t type) {
    constexpr std::uint64_t sizes[] = {0, 1, 1, 2, 4, 4, 8};
    return type < std::size(sizes) ? sizes[type] : 0;
}

/// Walks through the header.
class Cursor {
  public:
    Cursor(std::string_view bytes, std::string const& name) : bytes_(bytes), name_(name) {}

    std::string_view take(std::uint64_t count) {
        if (count > bytes_.size() - at_) fail("its header ends early");
        auto const part = bytes_.substr(at_, count);
        at_ += count;
        return part;
    }
    std::uint32_t word() { return static_cast<std::uint32_t>(big_endian(take(4))); }
    std::uint64_t offset(bool wide) { return big_endian(take(wide ? 8 : 4)); }
    /// Padded to four bytes.
    std::string_view padded(std::uint64_t count) { return take((count + 3) / 4 * 4).substr(0, count); }
    std::string name() { return std::string(padded(word())); }
    /// Number of entries of a list that has this tag, or is absent.
    std::uint32_t list(std::uint32_t tag) {
        std::uint32_t const found = word(), count = word();
        if (found != tag && (found != 0 || count != 0)) fail("its header has no list where one belongs");
        return count;
    }
    void skip_attributes() {
        for (std::uint32_t left = list(attribute_tag); left > 0; --left) {
            name();
            std::uint64_t const size = bytes_of(word());
            if (size == 0) fail("an attribute of unknown type");
            padded(size * word());
        }
    }
    [[noreturn]] void fail(std::string const& what) const {
        throw BadInput(what, name_, "a netCDF file of the classic format with fixed dimensions");
    }

  private:
    std::string_view bytes_;
    std::string const& name_;
    std::uint64_t at_ = 0;
};

}  // namespace

NetcdfClassic::NetcdfClassic(std::string const& bytes, std::string name)
    : bytes_(bytes), name_(std::move(name)) {
    Cursor cursor(bytes_, name_);
    if (cursor.take(3) != "CDF") cursor.fail("does not begin with CDF");
    char const version = cursor.take(1)[0];
    if (version != 1 && version != 2) cursor.fail("version " + std::to_string(version));
    cursor.word();  // records
    std::vector<std::uint64_t> lengths;
    for (std::uint32_t left = cursor.list(dimension_tag); left > 0; --left) {
        cursor.name();
        lengths.push_back(cursor.word());
    }
    cursor.skip_attributes();
    for (std::uint32_t left = cursor.list(variable_tag); left > 0; --left) {
        Variable variable;
        variable.name = cursor.name();
        for (std::uint32_t dimensions = cursor.word(); dimensions > 0; --dimensions) {
            std::uint32_t const id = cursor.word();
            if (id >= lengths.size()) cursor.fail("a variable of an unknown dimension");
            if (lengths[id] == 0) cursor.fail("a variable along records");
            if (variable.count > bytes_.size()) cursor.fail("a variable larger than the file");
            variable.count *= lengths[id];
        }
        cursor.skip_attributes();
        variable.type = cursor.word();
        cursor.word();  // size in bytes: follows from the dimensions
        variable.begin = cursor.offset(version == 2);
        variables_.push_back(std::move(variable));
    }
}

std::vector<double> NetcdfClassic::doubles(std::string_view variable) const {
    std::string known;
    for (auto const& v : variables_) {
        known += (known.empty() ? "" : ", ") + v.name;
        if (v.name != variable) continue;
        std::uint64_t const size = bytes_of(v.type);
        if (v.type != float_type && v.type != double_type)
            throw BadInput("variable " + v.name + " holds no floating-point numbers", name_);
        if (v.begin > bytes_.size() || v.count > (bytes_.size() - v.begin) / size)
            throw BadInput("variable " + v.name + " reaches beyond the end of the file", name_);
        std::vector<double> values;
        for (std::uint64_t i = 0; i < v.count; ++i) {
            auto const raw = big_endian(std::string_view(bytes_).substr(v.begin + i * size, size));
            values.push_back(
                size == 8 ? std::bit_cast<double>(raw)
                          : static_cast<double>(std::bit_cast<float>(static_cast<std::uint32_t>(raw))));
        }
        return values;
    }
    throw BadInput("no variable " + std::string(variable), name_, known);
}

}  // namespace vespa::lbl
