from setuptools import Extension, setup

setup(name="fetch", ext_modules=[Extension("fetch", ["fetch.c"], libraries=["curl"])])
