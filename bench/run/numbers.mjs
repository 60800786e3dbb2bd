// Numbers out of many.
const sorted = (numbers) => numbers.toSorted((a, b) => a - b);

// The smallest number that a share of all does not exceed.
export const percentile = (numbers, share) => sorted(numbers)[Math.max(0, Math.ceil(numbers.length * share) - 1)];

export const median = (numbers) => percentile(numbers, 0.5);
