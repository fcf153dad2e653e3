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

static bool fly(Medium const& medium, FlightDeck& deck) {
    if (medium.formula) return fly_all(FormulaMedium{*medium.formula}, deck);
    return fly_all(PlanetMedium{*medium.field, *medium.plasma}, deck);
}

static void fly_bricks(Medium const& medium, FlightDeck& deck) {
    if (medium.formula) {
        fly_all_in_bricks(FormulaMedium{*medium.formula}, deck);
    } else {
        fly_all_in_bricks(PlanetMedium{*medium.field, *medium.plasma}, deck);
    }
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
