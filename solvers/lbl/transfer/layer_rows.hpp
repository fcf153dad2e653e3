#pragma once
#include <cstddef>
#include <span>
#include <vector>

namespace vespa::lbl {

/// Numbers [layer][point] of one spectral block, layer after layer, as a view: row(k) is layer k, the lowest
/// layer first. Optical depths are handed over so.
template <class Number>
struct RowsView {
    Number* first = nullptr;
    std::size_t rows = 0, points = 0;

    std::span<Number> row(std::size_t k) const { return {first + k * points, points}; }
    operator RowsView<Number const>() const { return {first, rows, points}; }
    bool empty() const { return first == nullptr; }
};

using Rows = RowsView<double const>;
using WritableRows = RowsView<double>;

/// The same, owned; made of zeros.
class RowsArray {
  public:
    RowsArray(std::size_t rows, std::size_t points) : rows_(rows), points_(points), values_(rows * points) {}
    /// Takes another shape in the memory that is there; what stands in it then means nothing.
    void reshape(std::size_t rows, std::size_t points) {
        rows_ = rows;
        points_ = points;
        values_.resize(rows * points);
    }
    WritableRows view() { return {values_.data(), rows_, points_}; }
    Rows view() const { return {values_.data(), rows_, points_}; }

  private:
    std::size_t rows_, points_;
    std::vector<double> values_;
};

}  // namespace vespa::lbl
