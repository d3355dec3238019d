Reflect.construct(Object.getPrototypeOf(class {}).constructor, ['return 1']) // error BW102 code from strings is not available
