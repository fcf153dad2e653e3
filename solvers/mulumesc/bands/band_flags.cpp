#include "mulumesc/bands/band.hpp"

namespace vespa::mulumesc {

std::string band_flag_meanings() {
    return "1 left_open: half the depth is not crossed on the short side\n"
           "2 right_open: half the depth is not crossed on the long side\n"
           "4 shared_left: the border on the short side is a saddle towards another band\n"
           "8 shared_right: the border on the long side is a saddle towards another band\n"
           "16 masked_channels: channels without measurement lie between the borders\n"
           "32 masked_centre: channels without measurement lie within the half-widths\n"
           "64 at_edge: a border is the first or last valid channel\n"
           "128 at_border: the least ratio lies at an end of the range searched\n"
           "256 coarse_centre: centre and depth are those of a channel";
}

}  // namespace vespa::mulumesc
