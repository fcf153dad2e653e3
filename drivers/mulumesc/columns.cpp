#include "drivers/mulumesc/columns.hpp"

namespace vespa::mulumesc_driver {

void Table::create(record::Group group, std::uint64_t rows) {
    for (auto& column : columns_)
        column->create(group, rows);
}

void Table::write(std::uint64_t first_row) {
    for (auto& column : columns_)
        column->write(first_row);
}

void Table::read(record::Group const& group, parallel::Range rows) {
    for (auto& column : columns_)
        column->read(group, rows);
}

void Table::blank(std::uint64_t rows) {
    for (auto& column : columns_)
        column->blank(rows);
}

}  // namespace vespa::mulumesc_driver
