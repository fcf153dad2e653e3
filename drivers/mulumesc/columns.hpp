#pragma once
#include <limits>
#include <memory>
#include <string>
#include <type_traits>
#include <vector>

#include "core/parallel/share.hpp"
#include "core/record/group.hpp"

namespace vespa::mulumesc_driver {

/// Numbers of one meaning, a row of some for each item, before they are written to their dataset.
class Column {
  public:
    Column(std::string name, record::Meaning meaning, record::Shape row)
        : name_(std::move(name)), meaning_(std::move(meaning)), row_(std::move(row)) {}
    virtual ~Column() = default;
    Column(Column const&) = delete;
    Column& operator=(Column const&) = delete;

    std::string const& name() const { return name_; }
    /// An attribute of the dataset, as "meanings" of codes. \pre before create()
    void tell(std::string const& attribute, std::string const& text) { told_.emplace_back(attribute, text); }

    /// Makes the dataset. \collective
    virtual void create(record::Group group, std::uint64_t rows) = 0;
    /// Writes the rows held, from first_row on, and forgets them. \collective
    virtual void write(std::uint64_t first_row) = 0;
    /// Holds rows of an earlier file besides. \collective
    virtual void read(record::Group const& group, parallel::Range rows) = 0;
    /// Holds rows without a value besides: NaN, of integers 0.
    virtual void blank(std::uint64_t rows) = 0;

  protected:
    record::Shape shape(std::uint64_t rows) const {
        auto shape = row_;
        shape.insert(shape.begin(), rows);
        return shape;
    }
    std::uint64_t row_size() const {
        std::uint64_t size = 1;
        for (auto const extent : row_)
            size *= extent;
        return size;
    }

    std::string name_;
    record::Meaning meaning_;
    record::Shape row_;  ///< extents of a row; none: one number
    std::vector<std::pair<std::string, std::string>> told_;
};

template <record::Element T>
class ColumnOf final : public Column {
  public:
    using Column::Column;
    std::vector<T> values;

    void create(record::Group group, std::uint64_t rows) override {
        dataset_.push_back(group.create<T>(name_, shape(rows), meaning_));
        for (auto const& [attribute, text] : told_)
            dataset_.back().set(attribute, text);
    }
    void write(std::uint64_t first_row) override {
        dataset_.back().write_rows(first_row, values);
        values.clear();
    }
    void read(record::Group const& group, parallel::Range rows) override {
        auto const there = group.dataset(name_).template read_rows<T>(rows);
        values.insert(values.end(), there.begin(), there.end());
    }
    void blank(std::uint64_t rows) override {
        T const none = std::is_floating_point_v<T> ? std::numeric_limits<T>::quiet_NaN() : T{};
        values.insert(values.end(), rows * row_size(), none);
    }

  private:
    std::vector<record::Dataset> dataset_;  ///< one, once it is made
};

/// The columns of a group of the result.
class Table {
  public:
    /// A column more; what is returned is filled by the caller, a row for each item, and lives as the table.
    template <record::Element T>
    ColumnOf<T>& add(std::string const& name, record::Meaning const& meaning, record::Shape const& row = {}) {
        auto column = std::make_unique<ColumnOf<T>>(name, meaning, row);
        auto& added = *column;
        columns_.push_back(std::move(column));
        return added;
    }

    void create(record::Group group, std::uint64_t rows);
    void write(std::uint64_t first_row);
    void read(record::Group const& group, parallel::Range rows);
    void blank(std::uint64_t rows);

  private:
    std::vector<std::unique_ptr<Column>> columns_;
};

}  // namespace vespa::mulumesc_driver
