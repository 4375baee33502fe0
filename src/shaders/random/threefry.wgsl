// Threefry-2x32 with 20 rounds (Salmon, Moraes, Dror, Shaw 2011): a counter-based generator, so the same element of the same
// step has the same bits on every device and under every fusion. key and counter are two u32 each; so is the result.

fn threefryRound(x: vec2u, rotation: u32) -> vec2u {
  let sum = x.x + x.y;
  return vec2u(sum, ((x.y << rotation) | (x.y >> (32u - rotation))) ^ sum);
}

fn threefry(key: vec2u, counter: vec2u) -> vec2u {
  let key2 = key.x ^ key.y ^ 0x1BD11BDAu;
  var x = counter + key;
  x = threefryRound(threefryRound(threefryRound(threefryRound(x, 13u), 15u), 26u), 6u) + vec2u(key.y, key2 + 1u);
  x = threefryRound(threefryRound(threefryRound(threefryRound(x, 17u), 29u), 16u), 24u) + vec2u(key2, key.x + 2u);
  x = threefryRound(threefryRound(threefryRound(threefryRound(x, 13u), 15u), 26u), 6u) + vec2u(key.x, key.y + 3u);
  x = threefryRound(threefryRound(threefryRound(threefryRound(x, 17u), 29u), 16u), 24u) + vec2u(key.y, key2 + 4u);
  return threefryRound(threefryRound(threefryRound(threefryRound(x, 13u), 15u), 26u), 6u) + vec2u(key2, key.x + 5u);
}
