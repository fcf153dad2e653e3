#pragma once
#include <cstddef>

/// Coefficients of the embedded Runge–Kutta pair of order 5(4) of Dormand & Prince (1980, J. Comput. Appl.
/// Math. 6, 19, table 2), first same as last, and of its continuous extension of order 4 (Hairer, Nørsett &
/// Wanner, Solving Ordinary Differential Equations I, 2nd ed. 1993, section II.6 and code DOPRI5).
namespace vespa::numerics::dormand_prince {

inline constexpr std::size_t stages = 7;

/// Stage i is taken at y + h Σ_j a[i][j] k_j; row 6 is the solution of order 5.
inline constexpr double a[stages][stages - 1] = {
    {0, 0, 0, 0, 0, 0},
    {1.0 / 5, 0, 0, 0, 0, 0},
    {3.0 / 40, 9.0 / 40, 0, 0, 0, 0},
    {44.0 / 45, -56.0 / 15, 32.0 / 9, 0, 0, 0},
    {19372.0 / 6561, -25360.0 / 2187, 64448.0 / 6561, -212.0 / 729, 0, 0},
    {9017.0 / 3168, -355.0 / 33, 46732.0 / 5247, 49.0 / 176, -5103.0 / 18656, 0},
    {35.0 / 384, 0, 500.0 / 1113, 125.0 / 192, -2187.0 / 6784, 11.0 / 84},
};

/// Abscissae of the stages in units of the step.
inline constexpr double c[stages] = {0, 1.0 / 5, 3.0 / 10, 4.0 / 5, 8.0 / 9, 1, 1};

/// The error estimate of a step is h Σ_j error[j] k_j: the difference of the solutions of order 5 and 4.
inline constexpr double error[stages] = {71.0 / 57600,      0,          -71.0 / 16695, 71.0 / 1920,
                                         -17253.0 / 339200, 22.0 / 525, -1.0 / 40};

/// The fourth coefficient of the continuous extension is h Σ_j dense[j] k_j (see dense_output.hpp).
inline constexpr double dense[stages] = {-12715105075.0 / 11282082432,  0,
                                         87487479700.0 / 32700410799,   -10690763975.0 / 1880347072,
                                         701980252875.0 / 199316789632, -1453857185.0 / 822651844,
                                         69997945.0 / 29380423};

}  // namespace vespa::numerics::dormand_prince
