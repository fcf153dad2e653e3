// Partition sums and intensities against the tables of the shared data.
#include <cmath>
#include <map>
#include <sstream>

#include "lbl/lines/layer/preparation.hpp"
#include "lbl/lines/partition/read_partition_sum.hpp"
#include "line_tools.hpp"

namespace vespa::lbl {
namespace {

using testing::shared_data;

std::vector<std::vector<std::string>> rows_of(std::filesystem::path const& path) {
    std::ifstream file(path);
    std::vector<std::vector<std::string>> rows;
    for (std::string line; std::getline(file, line);) {
        if (line.empty() || line[0] == '#') continue;
        std::istringstream cells(line);
        auto& row = rows.emplace_back();
        for (std::string cell; std::getline(cells, cell, ',');)
            row.push_back(cell);
    }
    return rows;
}

class SharedValues : public ::testing::Test {
  protected:
    void SetUp() override {
        if (!std::filesystem::exists(tips)) GTEST_SKIP() << tips << " is not there: set VESPA_SHARED_DATA";
    }
    std::filesystem::path const tips = shared_data() / "tips/tips2025.h5";
};

TEST_F(SharedValues, IsotopologuesAreHitrans) {
    auto const rows = rows_of(shared_data() / "tips/isotopologues.csv");
    ASSERT_EQ(rows.size() - 1, hitran_isotopologues().size());
    for (std::size_t i = 1; i < rows.size(); ++i) {
        auto const& one = hitran_isotopologues()[i - 1];
        EXPECT_EQ(std::to_string(one.molecule_id), rows[i][0]);
        EXPECT_EQ(std::to_string(one.isotopologue_id), rows[i][1]);
        EXPECT_EQ(one.name, rows[i][3]);
        EXPECT_DOUBLE_EQ(one.terrestrial_abundance, std::stod(rows[i][4]));
        EXPECT_DOUBLE_EQ(one.mass, std::stod(rows[i][5]));
    }
}

// 76 isotopologues at 56 temperatures, printed with seven digits.
TEST_F(SharedValues, InterpolationIsTips) {
    auto const rows = rows_of(shared_data() / "tips/q_tips2025_selected.csv");
    int compared = 0;
    for (std::size_t c = 1; c < rows[0].size(); ++c) {
        auto const& name = rows[0][c];  // CO2_210: molecule 2, isotopologue 10
        auto const molecule = name.substr(0, name.find('_'));
        int const id = molecule_id_of(molecule, "table");
        auto const number = std::stoi(name.substr(name.find('_') + 1 + std::to_string(id).size()));
        auto const& one = hitran_isotopologues()[*find_isotopologue(id, number)];
        // The file numbers these otherwise than HITRAN: their sums are those of each other.
        if ((id == 19 && (number == 4 || number == 5)) || (id == 31 && number > 1)) {
            EXPECT_NE(testing::bad_input_of([&] { read_partition_sum(tips, one); }).find("is not that of"),
                      std::string::npos);
            continue;
        }
        auto const q = read_partition_sum(tips, one);
        for (std::size_t r = 1; r < rows.size(); ++r) {
            double const t = std::stod(rows[r][0]);
            if (rows[r][c].empty() || t > q->highest_temperature()) continue;
            EXPECT_NEAR(q->value(t) / std::stod(rows[r][c]), 1, 6e-7) << name << " at " << t;
            ++compared;
        }
    }
    EXPECT_GT(compared, 3000);
}

TEST_F(SharedValues, DirectSumsAreTips) {
    for (int number : {1, 2, 4}) {
        auto const& one = hitran_isotopologues()[*find_isotopologue(5, number)];
        auto const sum = read_partition_sum(VESPA_SOURCE_DIR "/inputs/lbl/levels.txt", one);
        auto const table = read_partition_sum(tips, one);
        for (double t = 20; t <= 3000; t += 20) {
            EXPECT_NEAR(sum->value(t) / table->value(t), 1, 1.7e-6) << number << " at " << t;
            EXPECT_NEAR(sum->slope_of_logarithm(t) / table->slope_of_logarithm(t), 1, 3e-4) << t;
        }
    }
}

// 18O: TIPS departs from the levels by 3e-6 at 296 K, 3e-5 at 3000 K.
TEST_F(SharedValues, DirectSumsOfTheOthersAreTipsToItsOwnDifferences) {
    for (auto const& [molecule, number, highest, tolerance] :
         {std::tuple{5, 3, 3000.0, 3e-5}, {15, 1, 1000.0, 1e-5}}) {
        auto const& one = hitran_isotopologues()[*find_isotopologue(molecule, number)];
        auto const sum = read_partition_sum(VESPA_SOURCE_DIR "/inputs/lbl/levels.txt", one);
        auto const table = read_partition_sum(tips, one);
        for (double t = 20; t <= highest; t += 20)
            EXPECT_NEAR(sum->value(t) / table->value(t), 1, tolerance) << one.name << " at " << t;
    }
}

// S(T) of a line of CO and one of PH3 at six temperatures, and the store's rounding of ln S.
TEST_F(SharedValues, IntensitiesAreThoseOfTheTable) {
    auto const rows = rows_of(shared_data() / "ref/line_intensity.csv");
    std::map<std::string, StoredLines> lists;
    ASSERT_EQ(rows.size(), 13u);
    for (std::size_t r = 1; r < rows.size(); ++r) {
        auto const& row = rows[r];
        auto& list = lists[row[0]];
        if (list.size() == 0) list = read_all(ParSource({shared_data() / "lines" / row[0]}));
        std::vector<std::unique_ptr<PartitionSum>> sums;
        std::vector<IsotopologueUse> uses;
        for (auto const& one : list.isotopologues) {
            sums.push_back(read_partition_sum(tips, one));
            uses.push_back({one.terrestrial_abundance, sums.back().get()});
        }
        auto const layer = LinePreparation(list, uses, {"air"}).at({std::stod(row[7]), 1, {1}}).lines;
        std::size_t i = 0;
        while (std::abs(list.position[i] - std::stod(row[4])) > 1e-9 ||
               std::abs(list.lower_energy[i] - std::stod(row[6])) > 1e-9)
            ++i;
        EXPECT_NEAR(layer.strength[i] / std::stod(row[10]), 1, 2e-7) << row[0] << " at " << row[7];
    }
}

}  // namespace
}  // namespace vespa::lbl
