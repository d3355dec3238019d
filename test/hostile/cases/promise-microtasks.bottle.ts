const again = (): unknown => Promise.resolve().then(again) // error BW102 promises are not available in a bottle file
again()
