"""dfix"""
