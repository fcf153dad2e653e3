#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "planet/plasma/plasma.cpp"
#include "core/simd/foreach_target.hpp"
#include "core/simd/lanes-inl.hpp"
//
#include "planet/plasma/density-inl.hpp"

#ifndef VESPA_PLANET_PLASMA_BATCH
#define VESPA_PLANET_PLASMA_BATCH
namespace vespa::planet {

/// Arrays of one batch; gradient_x is null when only the density is asked for.
struct DensityBatch {
    double const *x, *y, *z;
    double *density, *gradient_x, *gradient_y, *gradient_z;
    std::size_t size;
};

}  // namespace vespa::planet
#endif

HWY_BEFORE_NAMESPACE();
namespace vespa::planet::HWY_NAMESPACE {

static void evaluate_batch(Plasma const& plasma, DensityBatch const& batch) {
    Doubles const d;
    std::size_t const lanes = hn::Lanes(d);
    DensitySample sample;
    std::size_t i = 0;
    for (; i + lanes <= batch.size; i += lanes) {
        evaluate_density(plasma,
                         {hn::LoadU(d, batch.x + i), hn::LoadU(d, batch.y + i), hn::LoadU(d, batch.z + i)},
                         sample);
        hn::StoreU(sample.density, d, batch.density + i);
        if (batch.gradient_x == nullptr) continue;
        hn::StoreU(sample.gradient.x, d, batch.gradient_x + i);
        hn::StoreU(sample.gradient.y, d, batch.gradient_y + i);
        hn::StoreU(sample.gradient.z, d, batch.gradient_z + i);
    }
    if (i == batch.size) return;

    // The rest goes through full registers of padded copies: same code, same bits.
    constexpr std::size_t most = HWY_MAX_BYTES / sizeof(double);
    double in[3][most] = {}, out[4][most];
    std::size_t const rest = batch.size - i;
    for (std::size_t k = 0; k < rest; ++k) {
        in[0][k] = batch.x[i + k];
        in[1][k] = batch.y[i + k];
        in[2][k] = batch.z[i + k];
    }
    evaluate_density(plasma, {hn::LoadU(d, in[0]), hn::LoadU(d, in[1]), hn::LoadU(d, in[2])}, sample);
    hn::StoreU(sample.density, d, out[0]);
    hn::StoreU(sample.gradient.x, d, out[1]);
    hn::StoreU(sample.gradient.y, d, out[2]);
    hn::StoreU(sample.gradient.z, d, out[3]);
    for (std::size_t k = 0; k < rest; ++k) {
        batch.density[i + k] = out[0][k];
        if (batch.gradient_x == nullptr) continue;
        batch.gradient_x[i + k] = out[1][k];
        batch.gradient_y[i + k] = out[2][k];
        batch.gradient_z[i + k] = out[3][k];
    }
}

}  // namespace vespa::planet::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
#include <stdexcept>

namespace vespa::planet {

HWY_EXPORT(evaluate_batch);

namespace {

void require_length(std::size_t size, std::initializer_list<std::size_t> sizes) {
    for (auto const other : sizes) {
        if (other != size) throw std::invalid_argument("Plasma: spans of different lengths");
    }
}

}  // namespace

Plasma::Plasma(std::vector<DensityModel> models) : models_(std::move(models)) {
    for (auto const& model : models_)
        check(model);
}

void Plasma::density(std::span<double const> x, std::span<double const> y, std::span<double const> z,
                     std::span<double> density) const {
    require_length(x.size(), {y.size(), z.size(), density.size()});
    HWY_DYNAMIC_DISPATCH(evaluate_batch)
    (*this, {x.data(), y.data(), z.data(), density.data(), nullptr, nullptr, nullptr, x.size()});
}

void Plasma::density_and_gradient(std::span<double const> x, std::span<double const> y,
                                  std::span<double const> z, std::span<double> density,
                                  std::span<double> gradient_x, std::span<double> gradient_y,
                                  std::span<double> gradient_z) const {
    require_length(x.size(), {y.size(), z.size(), density.size(), gradient_x.size(), gradient_y.size(),
                              gradient_z.size()});
    HWY_DYNAMIC_DISPATCH(evaluate_batch)
    (*this, {x.data(), y.data(), z.data(), density.data(), gradient_x.data(), gradient_y.data(),
             gradient_z.data(), x.size()});
}

}  // namespace vespa::planet
#endif
