#include "lbl/lines/partition/partition_sum.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/errors/bad_input.hpp"
#include "lbl/lines/constants.hpp"

namespace vespa::lbl {

PartitionSum::PartitionSum(std::string source, double lowest, double highest)
    : source_(std::move(source)), lowest_(lowest), highest_(highest) {
    if (!(lowest > 0 && highest > lowest && std::isfinite(highest))) {
        throw BadInput(fmt::format("partition sum from {} to {} K", lowest, highest), source_,
                       "temperatures above 0, the second above the first");
    }
}

void PartitionSum::check(double temperature) const {
    if (!(temperature >= lowest_ && temperature <= highest_)) {
        throw BadInput(fmt::format("temperature {} K is outside the partition sum", temperature), source_,
                       fmt::format("{} to {} K", lowest_, highest_));
    }
}

double PartitionSum::value(double temperature) const {
    check(temperature);
    return at(temperature).value;
}

double PartitionSum::slope_of_logarithm(double temperature) const {
    check(temperature);
    return at(temperature).slope_of_logarithm;
}

// Ends for the base before the vectors have been looked at.
static double end_of(std::vector<double> const& temperature, std::string const& source, bool last) {
    if (temperature.size() < 4) {
        throw BadInput(fmt::format("a partition sum of {} temperatures", temperature.size()), source,
                       "four or more");
    }
    return last ? temperature.back() : temperature.front();
}

PartitionTable::PartitionTable(std::string source, std::vector<double> temperature, std::vector<double> value)
    : PartitionSum(source, end_of(temperature, source, false), end_of(temperature, source, true)),
      temperature_(std::move(temperature)),
      value_(std::move(value)) {
    if (value_.size() != temperature_.size()) {
        throw BadInput(fmt::format("{} temperatures and {} values", temperature_.size(), value_.size()),
                       source);
    }
    for (std::size_t i = 0; i < value_.size(); ++i) {
        if (i > 0 && !(temperature_[i] > temperature_[i - 1])) {
            throw BadInput(fmt::format("{} K after {} K", temperature_[i], temperature_[i - 1]), source,
                           "rising temperatures");
        }
        if (!(value_[i] > 0 && std::isfinite(value_[i]))) {
            throw BadInput(fmt::format("partition sum {} at {} K", value_[i], temperature_[i]), source,
                           "numbers above 0");
        }
    }
}

PartitionSum::Sum PartitionTable::at(double t) const {
    auto const n = temperature_.size();
    auto const above = static_cast<std::size_t>(
        std::upper_bound(temperature_.begin(), temperature_.end(), t) - temperature_.begin());
    auto const interval = std::min(std::max<std::size_t>(above, 1), n - 1) - 1;  // [interval, interval + 1]
    auto const first = interval == 0 ? 0 : interval - 1;
    auto const last = std::min(interval + 2, n - 1);
    double sum = 0, slope = 0;
    for (auto i = first; i <= last; ++i) {
        double product = 1, product_slope = 0;
        for (auto j = first; j <= last; ++j) {
            if (j == i) continue;
            double const width = temperature_[i] - temperature_[j];
            product_slope = (product_slope * (t - temperature_[j]) + product) / width;
            product *= (t - temperature_[j]) / width;
        }
        sum += value_[i] * product;
        slope += value_[i] * product_slope;
    }
    return {sum, slope / sum};
}

LevelSum::LevelSum(std::string source, Levels levels, double lowest, double highest)
    : PartitionSum(source, lowest, highest), levels_(std::move(levels)) {
    if (levels_.energy.empty() || levels_.energy.size() != levels_.weight.size()) {
        throw BadInput(
            fmt::format("{} energies and {} weights of states", levels_.energy.size(), levels_.weight.size()),
            source, "as many, and at least one");
    }
    for (std::size_t i = 0; i < levels_.energy.size(); ++i) {
        if (!(levels_.energy[i] >= 0 && std::isfinite(levels_.energy[i]) && levels_.weight[i] > 0 &&
              std::isfinite(levels_.weight[i]))) {
            throw BadInput(
                fmt::format("a state of energy {} cm-1 and weight {}", levels_.energy[i], levels_.weight[i]),
                source, "energies >= 0, weights > 0");
        }
    }
}

PartitionSum::Sum LevelSum::at(double t) const {
    double const beta = second_radiation_constant / t;
    double sum = 0, moment = 0;
    for (std::size_t i = 0; i < levels_.energy.size(); ++i) {
        double const term = levels_.weight[i] * std::exp(-beta * levels_.energy[i]);
        sum += term;
        moment += term * levels_.energy[i];
    }
    return {sum, beta / t * moment / sum};
}

}  // namespace vespa::lbl
