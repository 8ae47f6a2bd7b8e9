LDLIBS = -lcurl
