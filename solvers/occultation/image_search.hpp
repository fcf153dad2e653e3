#pragma once
#include <span>
#include <vector>

#include "occultation/images.hpp"

namespace vespa::occultation {

/// The search for all images of one cell. It asks for shots, takes them, and asks again until it is over;
/// who flies them is not its business, so that many searches share a batch.
class ImageSearch {
  public:
    ImageSearch(Sight const& sight, std::uint32_t fan, double tolerance_rad);

    /// Directions to be flown next; empty once the search is over.
    std::vector<SkyAngles> const& wanted() const { return wanted_; }
    /// The shots of wanted(), in its order.
    void take(std::span<Shot const> shots);

    /// Where the images are. \pre over
    std::vector<SkyAngles> images() const;
    /// The shots of images(), in its order, with their absorption.
    void take_losses(std::span<Shot const> shots);

    /// What was found. \pre over
    Cell cell(bool in_shadow) const;

  private:
    struct Node {
        double angle;
        Shot shot;
        double miss;         ///< in the plane of the fan
        double miss_across;  ///< out of it
    };

    void add_nodes(std::span<Shot const> shots);
    /// Angles where the fan is to be made denser.
    std::vector<double> gaps() const;
    bool is_gap(std::size_t i) const;
    /// Whether the ray itself meets the source.
    bool hits(Node const& node) const;
    std::vector<Bracket> brackets() const;
    void want_fan(std::vector<double> const& angles);
    void want_homing();
    /// An image, and the share of its power that is not absorbed.
    struct Image {
        Homing const* homing;
        double transmittance;
        double intensity() const { return homing->intensity() * transmittance; }
    };
    std::vector<Homing const*> distinct() const;
    std::vector<Image> lit() const;

    Sight const* sight_;
    double tolerance_;
    std::vector<Node> nodes_;
    int rounds_ = 0;
    std::vector<Homing> homings_;
    std::vector<double> losses_;  ///< Np, of the distinct images; empty without absorption
    std::vector<SkyAngles> wanted_;
};

}  // namespace vespa::occultation
