#pragma once
#include <cstdint>
#include <vector>

#include "mulumesc/smoothing/abundance_map.hpp"
#include "mulumesc/unmixing/simplex_task.hpp"

namespace vespa::mulumesc {

/// Values [pixel][endmember] of this rank's lines with a line of each neighbour, where there is one.
struct Window {
    double const* values = nullptr;
    bool above = false, below = false;  ///< whether the line before, and behind, is there
};

/// What of the joint problem of smooth_abundances() concerns one pixel and its neighbours. With a the
/// abundances, H its second derivatives, g the first:
///   g_p = w_p (G_p a_p − b_p) + λ Σ_q (a_p − a_q),   q the pixels beside p that take part.
/// Local: all arrays are of this rank's pixels, [pixel][endmember]. The order of sums does not depend on how
/// lines are shared.
class PixelBlocks {
  public:
    /// \param first_line  of this rank, of the image \param part  ghosted: above 0 where a pixel takes part
    PixelBlocks(AbundanceMap const& map, std::uint64_t first_line, double smoothness, bool sum_to_one,
                Window const& part);

    std::size_t numbers() const { return map_.weight.size() * members_; }
    bool takes_part(std::size_t pixel) const { return map_.weight[pixel] > 0; }

    /// Solves the pixels of one colour of the chessboard exactly, their neighbours as they are. \param a
    /// ghosted, as before \param own  this rank's, changed \return the greatest change of an abundance
    double sweep(int colour, Window const& a, double* own) const;

    /// g; 0 where a pixel takes no part.
    void gradient(Window const& a, double* g) const;

    /// Frees from now on the abundances above 0, holds the others: the face.
    void take_face(double const* own);
    /// H d as restrict() leaves it. \pre d is of the face
    void curve(Window const& d, double* out) const;
    /// Solves each pixel's block of H on the face for z, with Σ z = 0 where abundances sum to 1: symmetric,
    /// and positive on the face.
    void precondition(double const* r, double* z) const;
    /// Sets what is off the face to 0 and, where abundances sum to 1, takes each pixel's mean off the rest.
    void restrict(double* values) const;

    /// a + t d brought back to what is allowed: onto the nearest point with no abundance on the face below 0
    /// and, where asked, the same sum. \return whether that changed anything
    bool project(double const* a, double const* d, double t, double* to) const;
    /// The greatest t of which a + t d is allowed, at most 1.
    double longest_step(double const* a, double const* d) const;

    /// Weighted squares of the residuals, and squared differences of neighbours (each pair at the upper or
    /// left one), summed along each line.
    std::vector<double> misfit(double const* a) const;
    std::vector<double> roughness(Window const& a) const;

  private:
    enum Side : std::uint8_t { up = 1, left = 2, right = 4, down = 8 };
    template <class Use>
    void at_neighbours(Window const& window, std::size_t pixel, Use const& use) const;
    void restrict_pixel(std::size_t pixel, double* values) const;
    double const* centre(Window const& window, std::size_t pixel) const;

    AbundanceMap const& map_;
    std::size_t members_;
    std::uint64_t first_line_;
    double smoothness_;
    bool sum_to_one_;
    std::vector<std::uint8_t> near_;  ///< sides on which a neighbour takes part
    std::vector<std::uint8_t> face_;
};

}  // namespace vespa::mulumesc
