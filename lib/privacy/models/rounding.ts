/**
 * How far a sum of logarithms may miss its bound: they round, and a class that meets a bound exactly (l values, equally
 * frequent) must not fail by the last digit.
 */
export const rounding = 1e-12;
