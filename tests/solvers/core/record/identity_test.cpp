// Writes one file with everything a file may hold, dealt over the ranks in different ways. CMakeLists.txt
// compares the files of all rank counts.
#include <gtest/gtest.h>

#include <cmath>

#include "core/parallel/redistribute.hpp"
#include "core/parallel/share.hpp"
#include "core/record/file.hpp"
#include "core/record/provenance.hpp"
#include "core/record/ragged.hpp"
#include "scratch.hpp"

namespace {

using namespace vespa::record;
using vespa::parallel::block_of;
using vespa::parallel::Range;
using vespa::testing::ranks;

double value_of(std::uint64_t row, std::uint64_t column) {
    return std::sqrt(static_cast<double>(row * 17 + column));
}

std::vector<double> rows_of(Range range, std::uint64_t columns) {
    std::vector<double> values;
    for (auto row = range.first; row < range.last; ++row) {
        for (std::uint64_t column = 0; column < columns; ++column) {
            values.push_back(value_of(row, column));
        }
    }
    return values;
}

Range my_block(std::uint64_t total) {
    return block_of(total, ranks().rank(), ranks().size());
}

/// All rows on the last rank.
Range last_takes_all(std::uint64_t total) {
    return ranks().rank() == ranks().size() - 1 ? Range{0, total} : Range{0, 0};
}

void write_tables(Group tables, std::uint64_t rows) {
    Meaning const meaning{"km", "square roots", "pos"};
    auto fixed = tables.create<double>("fixed", {rows, 5}, meaning);
    fixed.write_rows(my_block(rows).first, rows_of(my_block(rows), 5));
    auto chunked = tables.create<double>("chunked", {rows, 5}, meaning, {50});
    chunked.write_rows(last_takes_all(rows).first, rows_of(last_takes_all(rows), 5));
    auto deflated = tables.create<double>("deflated", {rows, 5}, meaning, {50, 4});
    deflated.write_rows(my_block(rows).first, rows_of(my_block(rows), 5));
    auto half_written = tables.create<double>("half_written", {rows, 2}, meaning, {64, 1});
    half_written.write_rows(my_block(rows / 2).first, rows_of(my_block(rows / 2), 2));
    tables.create<std::int8_t>("never_written", {rows}, meaning);
    tables.create<float>("empty", {0, 3}, meaning, {10, 1});
}

void write_growing(Group growing) {
    Meaning const meaning{"nT", "grows in steps"};
    auto plain = growing.create_growing<double>("plain", {3}, 16, meaning);
    auto deflated = growing.create_growing<double>("deflated", {}, 100, meaning, 6);
    std::uint64_t before = 0;
    for (std::uint64_t step : {7u, 100u, 0u, 1u, 450u}) {
        auto const mine = my_block(step);
        Range const range{before + mine.first, before + mine.last};
        EXPECT_EQ(plain.append(rows_of(range, 3)), range);
        deflated.append(rows_of(range, 1));
        before += step;
    }
}

void write_ragged(Group items, Group rows_group) {
    std::vector<std::uint64_t> indices, counts;
    std::vector<double> rows;
    for (std::uint64_t item = 0; item < 101; ++item) {
        if (static_cast<int>(item * 7 % 5) % ranks().size() != ranks().rank()) continue;
        indices.push_back(item);
        counts.push_back(item % 4);
        auto const values = rows_of({item, item + item % 4}, 2);
        rows.insert(rows.end(), values.begin(), values.end());
    }
    auto const ragged = vespa::parallel::redistribute_ragged<double>(ranks(), 101, indices, counts, rows, 2);
    write_ragged_index(ranks(), items, "sample", ragged.items.first, 101, ragged.first, ragged.count);
    auto flat = rows_group.create<double>("position", {ragged.total_rows, 2}, {"km", "samples"});
    flat.write_rows(ragged.rows.first, ragged.values);
}

TEST(Identity, WriteAFileOfEverything) {
    auto const path = vespa::testing::scratch("identity.h5");
    auto file = File::create(ranks(), path, Overwrite::no);
    auto root = file.root();
    write_provenance(root, {"test",
                            "1.0",
                            "record_test",
                            "0.1.0",
                            "abc",
                            std::string(100000, 'x'),
                            {{"inputs/a.txt", std::string(64, '0')}, {"b", std::string(64, 'f')}}});
    root.set("replaced", "before");
    root.set("replaced", std::vector{1.0, 2.0});
    write_tables(root.create_group("several/steps/down"), 1003);
    write_growing(root.create_group("growing"));
    write_ragged(root.create_group("rays"), root.create_group("samples"));
    file.commit();

    auto const back = File::open(ranks(), path);
    auto const deflated = back.root().dataset("several/steps/down/deflated").read<double>();
    EXPECT_EQ(deflated, rows_of({0, 1003}, 5));
    EXPECT_EQ(back.root().dataset("growing/plain").read<double>(), rows_of({0, 558}, 3));
    auto const half = back.root().dataset("several/steps/down/half_written").read<double>();
    EXPECT_EQ(half[501 * 2 - 1], value_of(500, 1));
    EXPECT_EQ(half[501 * 2], 0.0);
    EXPECT_EQ(back.root().dataset("several/steps/down/never_written").read<int>(), std::vector<int>(1003, 0));
}

}  // namespace
