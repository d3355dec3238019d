export default new (new Date(0).constructor as DateConstructor)() // error BW102 the current time is not available in a bottle file
