(globalThis as any).emit('definition', '{}') // error BW110 not a function
