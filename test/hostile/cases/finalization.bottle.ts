new FinalizationRegistry(() => {}) // error BW110 FinalizationRegistry is not defined
