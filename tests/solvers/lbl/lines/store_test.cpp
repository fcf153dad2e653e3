// The store of lines: what is written is what is read, the same bytes however it is made.
#include "lbl/lines/store/line_store.hpp"

#include <cmath>

#include "core/parallel/agreement.hpp"
#include "core/record/checksum.hpp"
#include "lbl/lines/catalogue/synthetic_lines.hpp"
#include "lbl/lines/store/convert.hpp"
#include "lbl/lines/store/piece_index.hpp"
#include "line_tools.hpp"
#include "made_lines.hpp"
#include "support/ranks.hpp"

namespace vespa::lbl {
namespace {

using testing::ranks;

// A path of this rank count's own. \collective
std::filesystem::path store_path(std::string const& name) {
    auto const folder = std::filesystem::path(VESPA_BINARY_DIR) / "tests/solvers/lbl/lines/stores" /
                        ("np" + std::to_string(ranks().size()));
    parallel::on_root(ranks(), [&] {
        std::filesystem::create_directories(folder);
        std::filesystem::remove_all(folder / name);
    });
    return folder / name;
}

ConversionSummary convert_to(LineSource const& source, std::filesystem::path const& path,
                             std::uint64_t memory = 1u << 30) {
    ConversionOptions options;
    options.memory = memory;
    options.citation = "Nobody 2026";
    options.provenance.program = "test";
    options.provenance.program_version = "1";
    options.provenance.revision = "none";
    options.provenance.options = "lines = 1";
    parallel::Watcher watcher;
    return convert(source, path, options, ranks(), watcher);
}

void expect_same(StoredLines const& a, StoredLines const& b) {
    EXPECT_EQ(a.position, b.position);
    EXPECT_EQ(a.log_strength, b.log_strength);
    EXPECT_EQ(a.lower_energy, b.lower_energy);
    EXPECT_EQ(a.isotopologue, b.isotopologue);
    EXPECT_EQ(a.isotopologues, b.isotopologues);
    ASSERT_EQ(a.profiles.columns, b.profiles.columns);
    for (std::size_t i = 0; i < a.size(); ++i) {
        for (std::size_t c = 0; c < a.profiles.columns.size(); ++c) {
            double const x = a.profiles.values[c][a.profile[i]], y = b.profiles.values[c][b.profile[i]];
            ASSERT_TRUE(x == y || (std::isnan(x) && std::isnan(y))) << i;
        }
    }
}

/// Records in disorder, of several isotopologues, some at one position, some broken off, one without
/// strength.
std::filesystem::path records_file() {
    auto const path = store_path("records.par");
    parallel::on_root(ranks(), [&] {
        std::ofstream file(path);
        for (int i = 0; i < 3000; ++i) {
            auto record = testing::made_record();
            auto const position = std::to_string(1000 + i * 7919 % 1500) + ".125000";
            record.replace(3, 12, " " + position);
            record[2] = static_cast<char>('1' + i % 3);
            record.replace(16, 5, "1." + std::to_string(100 + i * 31 % 900));
            record.replace(35, 5, ".0" + std::to_string(100 + i % 37 * 10));
            if (i % 11 == 0) record.replace(40, 5, "     ");
            if (i == 77) record.replace(15, 10, " 0.000E+00");
            if (i == 78) record.replace(45, 10, "   -1.0000");
            file << record.substr(0, i % 5 ? 160 : 70) << '\n';
        }
    });
    return path;
}

TEST(Store, HoldsTheLinesOfAText) {
    ParSource const source({records_file()});
    auto const path = store_path("text.h5");
    auto const summary = convert_to(source, path);
    EXPECT_EQ(summary.lines, 2999u);
    EXPECT_EQ(summary.without_strength, 1u);
    EXPECT_EQ(summary.unknown_energy, 1u);
    LineStore const store(path);
    auto const all = read_all(source);
    EXPECT_EQ(store.size(), all.size());
    EXPECT_EQ(store.isotopologues().size(), 3u);
    EXPECT_EQ(summary.profile_sets, all.profiles.sets());
    expect_same(store.read(0, 1e7), all);
    EXPECT_EQ(store.citation(), "Nobody 2026");
    ASSERT_EQ(store.provenance().inputs.size(), 1u);
    EXPECT_EQ(store.provenance().inputs[0].sha256, record::sha256_of_file(source.files()[0]));
    EXPECT_EQ(store.provenance().inputs[0].name, "records.par");
}

// In runs on the disk as in memory, and in parts of any size: CMakeLists.txt compares the rank counts.
TEST(Store, IsTheSameHoweverItIsMade) {
    constexpr std::uint64_t count = 150000;
    auto const large = store_path("identity.h5"), small = store_path("small_memory.h5");
    convert_to(SyntheticLines(count, 1000, 5000, 3), large);
    convert_to(SyntheticLines(count, 1000, 5000, 3, 5000), small, 100000);
    EXPECT_EQ(record::sha256_of_file(large), record::sha256_of_file(small));
    ranks().barrier();  // the others have removed their runs
    for (auto const& entry : std::filesystem::directory_iterator(large.parent_path()))
        EXPECT_EQ(entry.path().string().find(".sort"), std::string::npos) << entry.path();
    ranks().barrier();
}

TEST(Store, ReadsRangesAndWalks) {
    constexpr std::uint64_t count = 200000;
    auto const path = store_path("ranges.h5");
    SyntheticLines const source(count, 1000, 5000, 5);
    convert_to(source, path);
    LineStore const store(path);
    auto const all = read_all(source);
    EXPECT_EQ(store.first_position(), all.position.front());
    EXPECT_EQ(store.last_position(), all.position.back());
    auto const expect_range = [&](double from, double to) {
        auto const first = std::lower_bound(all.position.begin(), all.position.end(), from);
        auto const last = std::upper_bound(first, all.position.end(), to);
        auto const part = store.read(from, to);
        EXPECT_EQ(part.position, std::vector<double>(first, last)) << from << " to " << to;
        auto const at = static_cast<std::size_t>(first - all.position.begin());
        for (std::size_t i = 0; i < part.size(); ++i) {
            ASSERT_EQ(part.profiles.values[0][part.profile[i]], all.profiles.values[0][all.profile[at + i]]);
            ASSERT_EQ(part.log_strength[i], all.log_strength[at + i]);
        }
    };
    expect_range(0, 1e7);
    expect_range(2000, 2001);
    expect_range(all.position[65535], all.position[65536]);
    expect_range(all.position[65536], all.position[65536]);
    expect_range(6000, 7000);
    expect_range(10, 20);
    expect_range(3000, 2000);
    std::uint64_t seen = 0;
    for (std::uint64_t row = 0; row < store.size(); row += 70000) {
        auto const part = store.read_rows({row, std::min(row + 70000, store.size())});
        EXPECT_EQ(part.position.front(), all.position[row]);
        seen += part.size();
    }
    EXPECT_EQ(seen, count);
    EXPECT_NE(testing::bad_input_of([&] { store.read_rows({0, count + 1}); }), "no error");
}

// The bound of every piece is above its strongest line at temperatures between those of the index, and near
// it.
TEST(Store, BoundsAreAboveTheStrongestLine) {
    auto const path = store_path("bounds.h5");
    convert_to(SyntheticLines(200000, 10, 9000, 11), path);
    LineStore const store(path);
    auto const q = testing::made_partition_sum();
    std::vector<IsotopologueUse> const uses{{0.9, &q}};
    for (double const t : {25.0, 70.0, 150.0, 250.0, 296.0, 310.0, 735.0, 2500.0}) {
        for (std::size_t piece = 0; piece < 4; ++piece) {
            auto const rows =
                parallel::Range{piece * 65536, std::min<std::uint64_t>((piece + 1) * 65536, 200000)};
            auto const lines = store.read_rows(rows);
            auto const layer = LinePreparation(lines, uses, {"air"}).at({t, 1, {1}}).lines;
            double const strongest = *std::max_element(layer.strength.begin(), layer.strength.end());
            double const bound = store.strength_bound(piece, t, uses);
            EXPECT_GE(bound, strongest) << t;
            EXPECT_LE(bound, 30 * strongest) << t;  // of pieces whose stimulated emission varies little
        }
    }
    std::vector<double> const any(bound_temperatures.size(), -50);
    EXPECT_TRUE(std::isinf(bound_at(any, 19)) && std::isinf(bound_at(any, 5001)));
    EXPECT_NEAR(bound_at(any, 20), -50, 1e-8);
}

// A list whose first half is weak: its pieces are skipped, and what is missing is no more than what is said.
TEST(Store, SkipsWhatIsSurelyWeak) {
    auto const path = store_path("weak.par"), to = store_path("weak.h5");
    parallel::on_root(ranks(), [&] {
        std::ofstream file(path);
        for (int i = 0; i < 200000; ++i) {
            auto record = testing::made_record().substr(0, 67);
            record.replace(3, 12, std::to_string(1000000 + i).insert(4, ".") + "000 ");
            record.replace(15, 10, i < 140000 ? " 1.000E-30" : " 1.000E-20");
            file << record << '\n';
        }
    });
    convert_to(ParSource({path}), to);
    LineStore const store(to);
    auto const q = testing::made_partition_sum();
    SkippedLines skipped;
    WeakPieces const weak{1e-25, {250, 300}, {{1, &q}}};
    auto const lines = store.read(1000.5, 5000, weak, skipped);
    auto const everything = store.read(1000.5, 5000);
    EXPECT_EQ(skipped.lines + lines.size(), everything.size());
    EXPECT_EQ(skipped.lines, 2 * 65536u - 500);
    for (double const t : weak.temperatures) {
        auto const sum = [&](StoredLines const& part) {
            auto const strength = LinePreparation(part, weak.uses, {"air"}).at({t, 1, {1}}).lines.strength;
            double total = 0;
            for (double const s : strength)
                total += s;
            return total;
        };
        double const missing =
            static_cast<double>(skipped.lines) * 1e-30;  // about, at any of the temperatures
        EXPECT_LE(sum(everything) - sum(lines), skipped.strength);
        EXPECT_NEAR(skipped.strength / missing, 1, 0.5);
    }
}

TEST(Store, RefusesWhatIsNone) {
    auto const error = [](std::filesystem::path const& path) -> std::string {
        try {
            LineStore store(path);
        } catch (std::exception const& failure) {
            return failure.what();
        }
        return "no error";
    };
    EXPECT_NE(error("/nowhere.h5"), "no error");
    auto const other = store_path("other.h5");
    {
        auto file = record::File::create(ranks(), other, record::Overwrite::no);
        file.root().set("file_type", std::string("vespa-raytrace"));
        file.commit();
    }
    EXPECT_NE(error(other).find("is not a store of lines"), std::string::npos) << error(other);
}

// Asks to stop after so many questions.
class Impatient : public parallel::Watcher {
  public:
    explicit Impatient(int patience) : patience_(patience) {}
    bool stop_requested() override { return patience_-- <= 0; }

  private:
    int patience_;
};

TEST(Store, AStopLeavesNothing) {
    auto const path = store_path("stopped.h5");
    // One rank alone asks: after the first part, and later.
    for (int patience : {0, 3, 5}) {
        Impatient watcher(ranks().is_root() ? patience : 1 << 30);
        ConversionOptions options;
        options.memory = 100000;
        auto const summary =
            convert(SyntheticLines(100000, 10, 20, 1, 10000), path, options, ranks(), watcher);
        EXPECT_TRUE(summary.stopped);
        ranks().barrier();
        EXPECT_FALSE(std::filesystem::exists(path));
        EXPECT_FALSE(std::filesystem::exists(path.string() + ".part"));
        ranks().barrier();
    }
}

// One bad record anywhere: all ranks say the same, and no file remains.
TEST(Store, ABadRecordEndsAllRanksAlike) {
    auto const path = store_path("bad.par"), to = store_path("bad.h5");
    parallel::on_root(ranks(), [&] {
        std::ofstream file(path);
        for (int i = 0; i < 1000; ++i)
            file << testing::made_record() << '\n';
        file << testing::made_record().replace(3, 12, "   23x9.0000") << '\n';
    });
    std::string text;
    try {
        convert_to(ParSource({path}), to);
    } catch (parallel::AgreedError const& error) {
        text = error.what();
        EXPECT_TRUE(error.is_bad_input());
    }
    EXPECT_NE(text.find("bad.par:1001, columns 4-15: wavenumber is \"23x9.0000\""), std::string::npos)
        << text;
    ranks().barrier();
    EXPECT_FALSE(std::filesystem::exists(to));
    EXPECT_FALSE(std::filesystem::exists(to.string() + ".part"));
    EXPECT_THROW(convert_to(ParSource({records_file()}), "/nowhere/x.h5"), parallel::AgreedError);
}

}  // namespace
}  // namespace vespa::lbl
