#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "raytrace/flight.cpp"
#include "core/simd/foreach_target.hpp"
#include "core/simd/lanes-inl.hpp"
//
#include "raytrace/flight-inl.hpp"
#include "raytrace/flight.hpp"
#include "raytrace/medium-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace vespa::raytrace::HWY_NAMESPACE {

static std::size_t rays_in_flight() {
    return vectors * lane_count;
}

/// Calls `act` with the medium in lanes, and the plan's pair as its template argument.
template <class Act>
static auto with(Medium const& medium, Plan const& plan, Act const& act) {
    auto const by_order = [&](auto const& lanes) {
        if (plan.pair == &numerics::dormand_prince_8)
            return act.template operator()<numerics::dormand_prince_8>(lanes);
        return act.template operator()<numerics::dormand_prince_5>(lanes);
    };
    if (medium.formula) return by_order(FormulaMedium{*medium.formula});
    return by_order(PlanetMedium{*medium.field, *medium.plasma});
}

static bool fly(Medium const& medium, FlightDeck& deck) {
    return with(medium, deck.plan(),
                [&]<RungeKuttaPair const & pair>(auto const& lanes) { return fly_all<pair>(lanes, deck); });
}

static void fly_bricks(Medium const& medium, FlightDeck& deck) {
    with(medium, deck.plan(),
         [&]<RungeKuttaPair const & pair>(auto const& lanes) { fly_all_in_bricks<pair>(lanes, deck); });
}

}  // namespace vespa::raytrace::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace vespa::raytrace {

HWY_EXPORT(rays_in_flight);
HWY_EXPORT(fly);
HWY_EXPORT(fly_bricks);

std::size_t rays_in_flight() {
    return HWY_DYNAMIC_DISPATCH(rays_in_flight)();
}

/// The medium with nothing left out.
static Medium complete(Medium medium) {
    static planet::MagneticField const no_field;
    static planet::Plasma const vacuum;
    if (!medium.field) medium.field = &no_field;
    if (!medium.plasma) medium.plasma = &vacuum;
    return medium;
}

bool fly(Plan const& plan, Medium const& medium, RayFeed& feed, FinishedRays& finished) {
    FlightDeck deck(plan, medium, feed, finished, rays_in_flight());
    return HWY_DYNAMIC_DISPATCH(fly)(complete(medium), deck);
}

void fly_bricks(Plan const& plan, Medium const& medium, Territory const& territory, RayFeed& feed,
                FinishedRays& finished) {
    FlightDeck deck(plan, medium, feed, finished, rays_in_flight(), &territory);
    HWY_DYNAMIC_DISPATCH(fly_bricks)(complete(medium), deck);
}

}  // namespace vespa::raytrace
#endif
