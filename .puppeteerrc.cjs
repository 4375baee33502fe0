// Tests look for a browser themselves (scripts/browser.ts), so an install never has to download one.
module.exports = { skipDownload: true };
