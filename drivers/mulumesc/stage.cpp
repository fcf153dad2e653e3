#include "drivers/mulumesc/stage.hpp"

#include "core/record/ragged.hpp"

namespace vespa::mulumesc_driver {

void Stage::create(record::Group root, std::uint64_t spectra) {
    auto group = root.has(group_) ? root.group(group_) : root.create_group(group_);
    per_spectrum_.create(group, spectra);
    describe(group);
}

void Stage::write(std::uint64_t first_spectrum) {
    per_spectrum_.write(first_spectrum);
}

void Stage::read(parallel::Communicator const& communicator, record::Group const& root,
                 parallel::Range spectra) {
    per_spectrum_.read(root.group(group_), spectra);
    if (!list_) return;
    auto const from = root.group(list_->group);
    auto const total = from.dataset("spectrum").rows();
    auto const index =
        record::read_ragged_index(communicator, root.group(group_), list_->item, spectra, total);
    list_->count.insert(list_->count.end(), index.count.begin(), index.count.end());
    list_->table.read(from, index.rows);
}

void Stage::blank(std::uint64_t spectra) {
    per_spectrum_.blank(spectra);
    if (list_) list_->count.resize(list_->count.size() + spectra, 0);
}

std::uint64_t Stage::write_list(parallel::Communicator const& communicator, record::Group root,
                                parallel::Range mine, std::uint64_t spectra) {
    if (!list_) return 0;
    auto const index = record::index_rows(communicator, list_->count);
    record::write_ragged_index(communicator, root.group(group_), list_->item, mine.first, spectra,
                               index.first, list_->count);
    list_->table.create(root.create_group(list_->group), index.total_rows);
    list_->table.write(index.rows.first);
    return index.total_rows;
}

Table& Stage::lists(std::string group, std::string item) {
    list_.emplace();
    list_->group = std::move(group);
    list_->item = std::move(item);
    list_->spectrum =
        &list_->table.add<std::uint64_t>("spectrum", {"", "number of the spectrum, from 0", "meta.id"});
    return list_->table;
}

void Stage::listed(std::uint64_t spectrum, std::uint64_t rows) {
    list_->count.push_back(rows);
    list_->spectrum->values.insert(list_->spectrum->values.end(), rows, spectrum);
}

}  // namespace vespa::mulumesc_driver
