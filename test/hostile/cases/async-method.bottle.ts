export default {
  async wait() {}, // error BW102 an async function
}
