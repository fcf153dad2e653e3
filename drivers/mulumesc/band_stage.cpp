#include "drivers/mulumesc/band_stage.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "mulumesc/match/band_columns.hpp"

namespace vespa::mulumesc_driver {

namespace {

char const* const state_meanings =
    "0 not_computed: the run was stopped before\n"
    "1 done: searched for bands\n"
    "2 too_few_channels: fewer than three channels with a reflectance above zero and a continuum";

float median_of(std::span<double const> values) {
    std::vector<double> known;
    for (double const value : values)
        if (!std::isnan(value)) known.push_back(value);
    if (known.empty()) return std::numeric_limits<float>::quiet_NaN();
    auto const middle = known.begin() + static_cast<std::ptrdiff_t>(known.size() / 2);
    std::nth_element(known.begin(), middle, known.end());
    return static_cast<float>(*middle);
}

}  // namespace

BandStage::BandStage(mulumesc::SpectralAxis const& axis, BandChoices const& choices)
    : Stage("spectra"),
      axis_(axis),
      choices_(choices),
      finder_(axis, choices.search),
      state_(per_spectrum().add<std::int8_t>("state", {"", "what became of the spectrum", "meta.code"})),
      noise_(per_spectrum().add<float>(
          "noise", {"", "standard deviation of a reflectance that was used; NaN where none is known",
                    "stat.error;phys.reflectance"})),
      masked_(
          per_spectrum().add<std::uint32_t>("masked", {"", "channels that took no part", "meta.number"})) {
    state_.tell("meanings", state_meanings);
    if (choices.keeps_continuum) {
        reflectance_ = &per_spectrum().add<float>(
            "reflectance", {"", "as read; NaN where a channel takes no part", "phys.reflectance"},
            {axis.channels()});
        continuum_ = &per_spectrum().add<float>(
            "continuum", {"", "in the unit of reflectance", "spect.continuum"}, {axis.channels()});
    }
    auto& bands = lists("bands", "band");
    for (auto const& column : mulumesc::band_columns())
        values_.push_back(&bands.add<double>(column.name, column.meaning));
    range_ = &bands.add<std::int32_t>(
        "range", {"", "of the ranges asked for, from 0; -1 where bands were detected", "meta.id"});
    flags_ =
        &bands.add<std::uint16_t>("flags", {"", "sum of what is to be known of the band", "meta.code.qual"});
    flags_->tell("bits", mulumesc::band_flag_meanings());
}

void BandStage::add(mulumesc::Band const& band) {
    for (std::size_t i = 0; i < values_.size(); ++i)
        values_[i]->values.push_back(band.*mulumesc::band_columns()[i].value);
    range_->values.push_back(band.range);
    flags_->values.push_back(band.flags);
}

template <class T>
void BandStage::add_state(std::span<T const> ratio, std::span<double const> noise) {
    auto const lost = std::count_if(ratio.begin(), ratio.end(), [](T one) { return std::isnan(one); });
    bool const is_usable = ratio.size() >= 3 + static_cast<std::size_t>(lost);
    state_.values.push_back(
        static_cast<std::int8_t>(is_usable ? SpectrumState::done : SpectrumState::too_few_channels));
    noise_.values.push_back(median_of(noise));
    masked_.values.push_back(static_cast<std::uint32_t>(lost));
}

template <class T>
void BandStage::analyse(Block& block) {
    auto const n = block.channels;
    std::vector<T> const y(block.reflectance.begin(), block.reflectance.end());
    std::vector<T> ratio(y.size()), continuum(choices_.keeps_continuum ? y.size() : 0);
    mulumesc::remove_continuum<T>(axis_, choices_.continuum, {block.count, n, y, {}}, ratio, continuum);
    for (std::size_t i = 0; i < block.count; ++i)
        add_state(std::span<T const>(ratio).subspan(i * n, n), block.noise_of(i));
    auto const take = [&](std::size_t i, std::span<mulumesc::Band const> found) {
        for (auto const& band : found)
            add(band);
        listed(block.first + i, found.size());
        block.bands.push_back(found.size());
        block.band.insert(block.band.end(), found.begin(), found.end());
    };
    if (choices_.finds_bands) {
        finder_.find_all<T>({block.count, n, y, {}}, ratio, block.noise, take);
    } else {
        for (std::size_t i = 0; i < block.count; ++i)
            take(i, {});
    }
    if (!choices_.keeps_continuum) return;
    reflectance_->values.insert(reflectance_->values.end(), y.begin(), y.end());
    continuum_->values.insert(continuum_->values.end(), continuum.begin(), continuum.end());
}

void BandStage::work(Block& block) {
    if (choices_.precision == Precision::double_precision) {
        analyse<double>(block);
    } else {
        analyse<float>(block);
    }
}

}  // namespace vespa::mulumesc_driver
