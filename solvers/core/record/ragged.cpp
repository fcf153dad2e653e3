#include "core/record/ragged.hpp"

#include <fmt/format.h>

#include <limits>
#include <numeric>
#include <stdexcept>

#include "core/errors/bad_input.hpp"
#include "core/parallel/agreement.hpp"
#include "core/parallel/reductions.hpp"

namespace vespa::record {
namespace {

constexpr auto most_rows = std::numeric_limits<std::uint32_t>::max();

}  // namespace

RaggedIndex index_rows(parallel::Communicator const& communicator, std::span<std::uint64_t const> count) {
    RaggedIndex index;
    index.count.assign(count.begin(), count.end());
    index.first.resize(count.size());
    auto const here = std::accumulate(count.begin(), count.end(), std::uint64_t{0});
    auto const before = parallel::sum_before(communicator, here);
    index.rows = {before, before + here};
    index.total_rows = parallel::sum(communicator, here);
    std::exclusive_scan(count.begin(), count.end(), index.first.begin(), before);
    return index;
}

void write_ragged_index(parallel::Communicator const& communicator, Group items, std::string const& name,
                        std::uint64_t first_item, std::uint64_t total_items,
                        std::span<std::uint64_t const> first, std::span<std::uint64_t const> count) {
    auto const narrow = parallel::in_agreement(communicator, [&] {
        std::vector<std::uint32_t> result;
        for (auto const rows : count) {
            if (rows > most_rows) {
                throw std::out_of_range(
                    fmt::format("{}: an item of {} rows of {}", items.where(), rows, name));
            }
            result.push_back(static_cast<std::uint32_t>(rows));
        }
        return result;
    });
    auto starts = items.create<std::uint64_t>(name + "_first", {total_items},
                                              {"", "Row number of the item's first " + name + ", from 0"});
    starts.write_rows(first_item, first);
    auto counts = items.create<std::uint32_t>(name + "_count", {total_items},
                                              {"", "Number of the item's " + name + " rows"});
    counts.write_rows(first_item, narrow);
}

RaggedIndex read_ragged_index(parallel::Communicator const& communicator, Group const& items,
                              std::string const& name, parallel::Range block, std::uint64_t total_rows) {
    RaggedIndex index;
    index.first = items.dataset(name + "_first").read_rows<std::uint64_t>(block);
    index.count = items.dataset(name + "_count").read_rows<std::uint64_t>(block);
    index.total_rows = total_rows;
    parallel::in_agreement(communicator, [&] {
        for (std::size_t k = 0; k < index.first.size(); ++k) {
            if (index.first[k] > total_rows || index.count[k] > total_rows - index.first[k]) {
                throw BadInput(fmt::format("item {} has the rows {} + {} of a table of {}", block.first + k,
                                           index.first[k], index.count[k], total_rows),
                               items.where() + "/" + name + "_first");
            }
        }
        if (index.first.empty()) return;
        index.rows = {index.first.front(), index.first.front()};
        for (std::size_t k = 0; k < index.first.size(); ++k) {
            if (index.first[k] != index.rows.last)
                throw BadInput("items are not stored one after the other",
                               items.where() + "/" + name + "_first");
            index.rows.last += index.count[k];
        }
    });
    return index;
}

}  // namespace vespa::record
