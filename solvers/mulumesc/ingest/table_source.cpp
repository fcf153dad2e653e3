#include "mulumesc/ingest/table_source.hpp"

#include <fmt/format.h>

#include <limits>

#include "core/errors/bad_input.hpp"

namespace vespa::mulumesc {

namespace {

std::vector<double> in_order(std::vector<double> const& stored, std::size_t channels,
                             std::vector<std::size_t> const& order) {
    std::vector<double> values;
    values.reserve(stored.size());
    for (std::size_t row = 0; row * channels < stored.size(); ++row)
        for (auto const channel : order)
            values.push_back(stored[row * channels + channel]);
    return values;
}

class TableSource final : public SpectrumSource {
  public:
    TableSource(SpectrumTable table, Reading const& reading) {
        auto const channels = table.axis.values.size();
        if (channels == 0 || table.reflectance.size() % channels != 0) {
            throw BadInput(fmt::format("{} values for {} wavelengths", table.reflectance.size(), channels),
                           table.axis.where, "one for each wavelength");
        }
        auto ordered = order_axis(table.axis, reading.unit);
        is_.format = table.format;
        is_.axis = std::move(ordered.axis);
        is_.unit = ordered.unit;
        is_.count = table.reflectance.size() / channels;
        is_.names = std::move(table.names);
        is_.has_noise = !table.noise.empty();
        is_.notes = std::move(table.notes);
        is_.notes.insert(is_.notes.end(), ordered.notes.begin(), ordered.notes.end());
        is_.files = std::move(table.files);
        double const scale = reading.scale.value_or(table.scale);
        reflectance_ = in_order(table.reflectance, channels, ordered.stored);
        drop_missing(reading.missing, scale, reflectance_);
        noise_ = in_order(table.noise, channels, ordered.stored);
        drop_missing(reading.missing, scale, noise_);
        for (double& sigma : noise_)
            if (!(sigma > 0)) sigma = std::numeric_limits<double>::quiet_NaN();
    }

    SpectrumBlock read(std::uint64_t first, std::uint64_t count) override {
        auto const part = [&](std::vector<double> const& all) {
            if (all.empty()) return std::vector<double>{};
            auto const begin = all.begin() + static_cast<std::ptrdiff_t>(first * is_.axis.channels());
            return std::vector<double>(begin,
                                       begin + static_cast<std::ptrdiff_t>(count * is_.axis.channels()));
        };
        return {part(reflectance_), part(noise_)};
    }

  private:
    std::vector<double> reflectance_, noise_;
};

}  // namespace

std::unique_ptr<SpectrumSource> source_of(SpectrumTable table, Reading const& reading) {
    return std::make_unique<TableSource>(std::move(table), reading);
}

}  // namespace vespa::mulumesc
