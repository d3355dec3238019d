export default class {
  static async *wait() {} // error BW102 an async function
}
