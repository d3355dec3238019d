let proxy: any = {}
for (let depth = 0; depth < 50_000; depth++) proxy = new Proxy(proxy, {})
proxy.x // error BW110 Maximum call stack size exceeded
